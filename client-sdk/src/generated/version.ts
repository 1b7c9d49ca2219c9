// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 0953c134eb5ed619ecc544da665546d985044d0463d81eea545d3b8038b115b0
/** The version of this library, as the server is told it. */
export const version = '0.1.0';
