// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 145d42dc17d4d7c2fd2b25887425905e4887879869c07f70e3d705b649794e28
/** The version of this library, as the server is told it. */
export const version = '0.1.0';
