/** A login of a person, as the OpenID Connect issuer says it in a token. */
export interface Login {
	issuer: string;
	subject: string;
	/** The `jti`. */
	tokenId?: string;
	/** SHA-256 of the token in hex: whoever has the token can show that it was this one. */
	tokenSha256: string;
	/** ISO 8601. */
	issuedAt?: string;
	/** When the person logged in, ISO 8601. */
	authTime?: string;
	/** How strongly, in the words of the issuer. */
	acr?: string;
}
