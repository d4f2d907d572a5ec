/** Reads and judges the answer of a time-stamping authority: RFC 3161 with RFC 5816, in CMS (RFC 5652). */
import type { Certificate, SignedData, TimeStampResp, TSTInfo } from 'pkijs';
import { createHash } from 'node:crypto';
import { getErrorMessage } from '../../../core/base/errors';
import { readPemCertificates } from './pem-certificates';

/** When a text existed at the latest, or what is wrong with the timestamp that should say so. */
type ReadTimestamp = { at: Date } | { fault: string };

const oids = {
	signedData: '1.2.840.113549.1.7.2',
	timestampInfo: '1.2.840.113549.1.9.16.1.4',
	sha256: '2.16.840.1.101.3.4.2.1',
	extendedKeyUsage: '2.5.29.37',
	timeStamping: '1.3.6.1.5.5.7.3.8',
	signingCertificate: '1.2.840.113549.1.9.16.2.12',
	signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
};

/** @param answer DER @param roots PEM: the chain of the authority has to end in one of them, at the time of the timestamp @param nonce that of the query */
export async function readTimestamp(answer: Buffer, text: string, roots: string, nonce?: Buffer): Promise<ReadTimestamp> {
	const pki = await import('pkijs');
	try {
		const response = pki.TimeStampResp.fromBER(bytesOf(answer));
		const status = findStatusFault(response);
		if (status !== undefined) return { fault: status };
		const signed = new pki.SignedData({ schema: response.timeStampToken!.content as unknown });
		if (signed.encapContentInfo.eContentType !== oids.timestampInfo || !signed.encapContentInfo.eContent)
			return { fault: 'it has no time' };
		if (signed.signerInfos.length !== 1) return { fault: `${signed.signerInfos.length} have signed it, expected one` };
		const info = pki.TSTInfo.fromBER(signed.encapContentInfo.eContent.getValue());
		const trustedCerts = readPemCertificates(roots).map((der) => pki.Certificate.fromBER(bytesOf(der)));
		const fault = findImprintFault(info, text, nonce) ?? (await findSignerFault(signed, info, text, trustedCerts));
		return fault === undefined ? { at: info.genTime } : { fault };
	} catch (cause) {
		return { fault: `it cannot be read (${getErrorMessage(cause).slice(0, 200)})` };
	}
}

/** The library keeps views of what it is given. */
const bytesOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

function findStatusFault({ status, timeStampToken }: TimeStampResp): string | undefined {
	const code: number = status.status;
	// Granted, or granted with changes.
	if (code > 1) {
		const why = (status.statusStrings ?? []).map(({ valueBlock }) => valueBlock.value).join(' ');
		return `the query was refused, with status ${code}${why && `: ${why.slice(0, 200)}`}`;
	}
	return timeStampToken?.contentType === oids.signedData ? undefined : 'it has no signature';
}

function findImprintFault({ messageImprint, nonce: repeated }: TSTInfo, text: string, nonce?: Buffer): string | undefined {
	const isOfText =
		messageImprint.hashAlgorithm.algorithmId === oids.sha256 &&
		createHash('sha256').update(text).digest().equals(Buffer.from(messageImprint.hashedMessage.getValue()));
	if (!isOfText) return 'it is of another text';
	const isOfQuery = !nonce || (repeated !== undefined && nonce.equals(Buffer.from(repeated.valueBlock.valueHexView)));
	return isOfQuery ? undefined : 'it answers another query';
}

/** Says what is wrong with who signed it: the signature, the chain, the use of the certificate, and that the signature names it. */
async function findSignerFault(signed: SignedData, info: TSTInfo, text: string, trustedCerts: Certificate[]): Promise<string | undefined> {
	const verified = await signed
		.verify({ signer: 0, data: bytesOf(Buffer.from(text)), trustedCerts, checkChain: true, checkDate: info.genTime, extendedMode: true })
		.catch((cause: { message: string; signatureVerified?: boolean | null; signerCertificate?: Certificate | null }) => cause);
	const { signatureVerified, signerCertificate } = verified;
	if (!signerCertificate) return 'it does not have the certificate of who signed it';
	if (!signatureVerified && 'signerCertificateVerified' in verified && verified.signerCertificateVerified)
		return 'its signature is not right';
	if (!('signerCertificateVerified' in verified) || !verified.signerCertificateVerified)
		return `its certificate does not lead to a root of TROUPE_AUDIT_TSA_CA (${verified.message.slice(0, 200)})`;
	if (!signatureVerified) return 'its signature is not right';
	if (!isForTime(signerCertificate)) return 'its certificate is not for timestamps alone';
	return namesSigner(signed, signerCertificate) ? undefined : 'its signature is of another certificate';
}

/** RFC 3161, 2.3: the certificate has the use timeStamping, alone and critical. */
function isForTime({ extensions = [] }: Certificate): boolean {
	const use = extensions.find(({ extnID }) => extnID === oids.extendedKeyUsage);
	const purposes = (use?.parsedValue as { keyPurposes?: string[] } | undefined)?.keyPurposes ?? [];
	return use?.critical === true && purposes.length === 1 && purposes[0] === oids.timeStamping;
}

/** RFC 5816: signed attributes hold the hash of the certificate, so that no other one with the same key is taken for it. */
function namesSigner({ signerInfos: [signer] }: SignedData, certificate: Certificate): boolean {
	const der = Buffer.from(certificate.toSchema().toBER());
	return (signer?.signedAttrs?.attributes ?? []).some(({ type, values }) => {
		if (type !== oids.signingCertificate && type !== oids.signingCertificateV2) return false;
		const { algorithm, hash } = readCertificateId(values[0], type === oids.signingCertificate ? 'sha1' : 'sha256');
		return algorithm !== undefined && createHash(algorithm).update(der).digest().equals(hash);
	});
}

const hashNames: Readonly<Record<string, string>> = {
	[oids.sha256]: 'sha256',
	'2.16.840.1.101.3.4.2.2': 'sha384',
	'2.16.840.1.101.3.4.2.3': 'sha512',
};

interface Part {
	valueBlock: { value?: Part[]; valueHexView?: Uint8Array; toString(): string };
}

/** Reads the first ESSCertID of a SigningCertificate, or ESSCertIDv2: an algorithm other than the default comes before the hash. */
function readCertificateId(attribute: unknown, byDefault: string): { algorithm: string | undefined; hash: Buffer } {
	const [first, second] = (attribute as Part).valueBlock.value?.[0]?.valueBlock.value?.[0]?.valueBlock.value ?? [];
	const named = first?.valueBlock.value?.[0]?.valueBlock.toString();
	const algorithm = named === undefined ? byDefault : hashNames[named];
	const hash = (named === undefined ? first : second)?.valueBlock.valueHexView ?? new Uint8Array();
	return { algorithm, hash: Buffer.from(hash) };
}
