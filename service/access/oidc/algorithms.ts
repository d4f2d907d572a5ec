/** Signatures with a public key. A key set is public, so no token may be signed with a shared secret. */
export const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** How far the clocks of the issuer and this machine may differ. */
export const toleranceSeconds = 60;
