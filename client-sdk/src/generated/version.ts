// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 2838d498101d1a12cfccf4c337594a7b301051da2703134cccbae6feab1a6fb6
/** The version of this library, as the server is told it. */
export const version = '0.1.0';
