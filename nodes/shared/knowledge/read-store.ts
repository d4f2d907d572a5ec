import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { KnowledgeStorePlace } from '../../../providers/compose/hosts/knowledge-host';

/** @throws TroupeError INPUT_INVALID if the credential is incomplete; the error contains nothing of it */
export function readStore(data: ICredentialDataDecryptedObject = {}): KnowledgeStorePlace {
	const text = (name: string) => (typeof data[name] === 'string' ? data[name].trim() : '') || undefined;
	if (data.store !== 'chroma') return { kind: 'postgres', address: postgresAddress(text('addressPassword'), 'Connection URL') };
	const url = text('url') ?? '';
	if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
		throw invalid('URL', 'is not a web address', 'Enter the address of the Chroma server, such as http://localhost:8000.');
	const catalogue = text('cataloguePassword');
	const token = text('accessToken');
	return {
		kind: 'chroma',
		url,
		...(token && { token }),
		...(text('tenant') && { tenant: text('tenant') }),
		...(text('database') && { database: text('database') }),
		...(catalogue && { catalogue: postgresAddress(catalogue, 'PostgreSQL Connection URL') }),
	};
}

function postgresAddress(address: string | undefined, field: string): string {
	if (address && /^postgres(ql)?:\/\/\S+$/.test(address)) return address;
	throw invalid(field, 'is not the address of a PostgreSQL database', 'Write it as postgres://user:password@host:5432/database.');
}

function invalid(field: string, problem: string, fix: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field "${field}" of the credential Troupe Knowledge Store API ${problem}.`,
		fix,
	});
}
