// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 3813c43b7c41131b4f52bab54a950ee45d61da56f8f58127c5e345f1ef0468c7
/** The version of this library, as the server is told it. */
export const version = '0.1.0';
