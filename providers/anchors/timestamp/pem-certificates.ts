import { X509Certificate } from 'node:crypto';

/** Returns the certificates of a PEM text, as DER. @throws what node throws for one that is damaged */
export function readPemCertificates(text: string): Buffer[] {
	const blocks = text.match(/-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g) ?? [];
	return blocks.map((block) => new X509Certificate(block).raw);
}
