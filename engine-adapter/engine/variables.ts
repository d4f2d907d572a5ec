export type Variables = Record<string, unknown>;
