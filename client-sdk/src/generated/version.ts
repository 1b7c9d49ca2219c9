// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 6943d740863c01155eee3dc627088fd406cce6bbcd738a5ed355675a6316b60d
/** The version of this library, as the server is told it. */
export const version = '0.1.0';
