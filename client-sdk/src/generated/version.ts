// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 113cbd3cfa28b705064a1dce8a71393cf90d5f41736d7edf81a55f0f71a6e3a4
/** The version of this library, as the server is told it. */
export const version = '0.1.0';
