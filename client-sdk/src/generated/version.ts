// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema d68016f29b2577927800427349f6a355ecf3644dd9b7eece9cb379ab8221d26f
/** The version of this library, as the server is told it. */
export const version = '0.1.0';
