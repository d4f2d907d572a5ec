/**
 * Text without U+0000 and lone surrogates, as a JSON Schema pattern: PostgreSQL refuses both, and its refusal would fail the whole transaction.
 * Without property escapes, which Python lacks, and JavaScript outside the flag `u`.
 */
export const storableText = '^(?:[^\\u0000\\ud800-\\udfff]|[\\ud800-\\udbff][\\udc00-\\udfff])*$';
