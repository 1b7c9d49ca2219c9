// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 66a766e1481e4bcfca937819b0a274afa4774495f0c3bcd0e0866af5965af3c9
/** The version of this library, as the server is told it. */
export const version = '0.1.0';
