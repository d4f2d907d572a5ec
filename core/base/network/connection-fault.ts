import { certificateFix, findCertificateFault } from './certificate-fault';
import { proxyOf } from './proxies';

interface ConnectionFault {
	what: string;
	fix: string;
	/** Code of an untrusted certificate: retries fail in the same way. */
	certificate?: string;
}

/** Explains a failed connection by certificate or proxy; undefined if it is neither. */
export function explainConnection(error: unknown, address: string): ConnectionFault | undefined {
	const certificate = findCertificateFault(error);
	if (certificate !== undefined)
		return {
			what: `has a certificate that this machine does not trust (${certificate})`,
			fix: certificateFix(certificate),
			certificate,
		};
	const proxy = proxyOf(address);
	if (proxy === undefined) return undefined;
	return {
		what: `did not answer through the proxy ${proxy}`,
		fix: `Check that the proxy ${proxy} runs and lets requests to this server pass, or name the server in NO_PROXY.`,
	};
}
