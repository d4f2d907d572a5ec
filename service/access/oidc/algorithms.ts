/** Public-key signatures only: a key set is public, so no token may use a shared secret. */
export const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
export const toleranceSeconds = 60;
