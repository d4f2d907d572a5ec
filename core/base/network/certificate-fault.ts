/** Certificate faults of OpenSSL and Node, https://nodejs.org/api/tls.html#x509-certificate-error-codes. */
const codes =
	/^(?:CERT_|CRL_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED_CERT$|UNABLE_TO_(?:GET|DECRYPT|DECODE|VERIFY)_|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$|ERROR_IN_CERT|ERROR_IN_CRL|ERR_TLS_CERT)/;

/** An untrusted server: retries fail in the same way. */
export const isCertificateFault = (code: unknown): code is string => typeof code === 'string' && codes.test(code);

export function findCertificateFault(error: unknown): string | undefined {
	for (let cause = error, depth = 0; cause !== undefined && cause !== null && depth < 8; depth++) {
		const { code } = cause as { code?: unknown };
		if (isCertificateFault(code)) return code;
		cause = (cause as { cause?: unknown }).cause;
	}
	return undefined;
}

/** A wrong name is corrected in the address. */
export const certificateFix = (code: string): string =>
	/ALTNAME|HOSTNAME_MISMATCH/.test(code)
		? 'Name the server as in its certificate.'
		: code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID'
			? "Renew the server's certificate, or check the clock of this machine."
			: 'Set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority, and start again.';
