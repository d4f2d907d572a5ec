import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeServer, rawAnswer, type RawReply, startFakeServer } from '../../sandbox/fakes/fake-server';

export interface FakeTimestampAuthority extends FakeServer {
	/** The file with the certificate of its root. */
	rootFile: string;
}

export interface FakeTimestampOptions {
	/**
	 * Who signs. `authority`: a certificate of the root; `delegated`: one of an authority of the root; `leaf`: one that a certificate has issued which is
	 * no authority; `expired`: one of the root that is not valid any more. Default: `authority`.
	 */
	chain?: 'authority' | 'delegated' | 'leaf' | 'expired';
	/** Answers a query other than that it was sent. */
	repeats?: boolean;
}

/** A time-stamping authority over HTTP, whose answers are those of OpenSSL: it refuses what OpenSSL refuses. */
export async function startTimestampAuthority({
	chain = 'authority',
	repeats,
}: FakeTimestampOptions = {}): Promise<FakeTimestampAuthority> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-tsa-'));
	const inFolder = (name: string) => join(folder, name);
	writeFileSync(inFolder('openssl.cnf'), settings(folder));
	issue(folder, chain);
	let first: Buffer | undefined;
	const server = await startFakeServer((call, nextReply) => {
		if (call.method !== 'POST') return rawAnswer({ status: 405, body: 'Method Not Allowed' });
		if (call.headers['content-type'] !== 'application/timestamp-query') return rawAnswer({ status: 415, body: 'Unsupported Media Type' });
		const scripted = nextReply() as RawReply | undefined;
		if (scripted) return rawAnswer(scripted);
		const query = repeats ? (first ??= Buffer.from(call.bytes)) : call.bytes;
		writeFileSync(inFolder('query'), query);
		openssl(folder, [
			'ts',
			'-reply',
			'-config',
			inFolder('openssl.cnf'),
			'-section',
			'tsa',
			'-queryfile',
			inFolder('query'),
			'-out',
			inFolder('reply'),
		]);
		return rawAnswer({ status: 200, headers: { 'content-type': 'application/timestamp-reply' }, body: readFileSync(inFolder('reply')) });
	});
	const close = async () => {
		await server.close();
		rmSync(folder, { recursive: true });
	};
	return { ...server, close, rootFile: inFolder('root.pem') };
}

function openssl(folder: string, args: string[]): void {
	execFileSync('openssl', args, { cwd: folder, stdio: 'pipe', env: { PATH: process.env.PATH, OPENSSL_CONF: join(folder, 'openssl.cnf') } });
}

/** Makes the root, and the certificate that signs. */
function issue(folder: string, chain: FakeTimestampOptions['chain']): void {
	const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
	openssl(folder, [
		'req',
		'-x509',
		...curve,
		'-keyout',
		'root.key',
		'-out',
		'root.pem',
		'-subj',
		'/CN=Root',
		'-days',
		'30',
		'-extensions',
		'authority',
	]);
	const sign = (name: string, by: string, extensions: string) => {
		openssl(folder, ['req', ...curve, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`]);
		const signed = [
			'x509',
			'-req',
			'-in',
			`${name}.csr`,
			'-CA',
			`${by}.pem`,
			'-CAkey',
			`${by}.key`,
			'-CAcreateserial',
			'-days',
			chain === 'expired' ? '-1' : '20',
		];
		openssl(folder, [...signed, '-extfile', 'openssl.cnf', '-extensions', extensions, '-out', `${name}.pem`]);
	};
	const isDelegated = chain === 'delegated' || chain === 'leaf';
	if (isDelegated) sign('between', 'root', chain === 'leaf' ? 'leaf' : 'authority');
	sign('signer', isDelegated ? 'between' : 'root', 'timestamps');
	const known = isDelegated ? ['between', 'root'] : ['root'];
	writeFileSync(join(folder, 'chain.pem'), known.map((name) => readFileSync(join(folder, `${name}.pem`), 'utf8')).join(''));
}

const settings = (folder: string) => `
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
[timestamps]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
serial = ${folder}/serial
crypto_device = builtin
signer_cert = ${folder}/signer.pem
signer_key = ${folder}/signer.key
certs = ${folder}/chain.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
`;
