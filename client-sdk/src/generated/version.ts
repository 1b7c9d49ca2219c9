// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema e499e007d06d06999f90cdee123d156cabd4eea9410b50430993a0179cc6ccdd
/** The version of this library, as the server is told it. */
export const version = '0.1.0';
