export interface Login {
	issuer: string;
	subject: string;
	/** The `jti`. */
	tokenId?: string;
	/** In hex: identifies the token to anyone who has it. */
	tokenSha256: string;
	/** ISO 8601. */
	issuedAt?: string;
	authTime?: string;
	acr?: string;
}
