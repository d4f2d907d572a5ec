import { Readable } from 'node:stream';
import type { Visit } from '../node-task';
import type { N8n } from './n8n-api';
import { refuse } from './task-problem';

type Values = Record<string, unknown>;

/** n8n's form library. It writes files into this process's own temporary folder. */
type ReadForm = (options: object) => { parse(request: object): Promise<[fields: Values, files: Record<string, FormFile[]>]> };

interface FormFile {
	size: number;
	originalFilename?: string | null;
}

/** The worker refuses more. */
const maxFileBytes = 10 * 1024 * 1024;
const maxFields = 500;

/** Reads a body like n8n's server. @throws TaskProblem for an unreadable one */
export async function readBody(n8n: N8n, { headers, body, method }: Visit): Promise<{ body?: unknown; contentType: string }> {
	const bytes = Buffer.from(body, 'base64');
	const [contentType = ''] = (headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
	if (method === 'GET' || bytes.length === 0) return { contentType };
	try {
		if (contentType === 'multipart/form-data') return { contentType, body: await readForm(n8n, headers, bytes) };
		if (contentType === 'application/x-www-form-urlencoded')
			return { contentType, body: Object.fromEntries(new URLSearchParams(bytes.toString())) };
		if (contentType === 'application/json') return { contentType, body: JSON.parse(bytes.toString()) as unknown };
	} catch {
		throw refuse(`The body of the request is not ${contentType}.`);
	}
	return { contentType, body: {} };
}

async function readForm({ load }: N8n, headers: Record<string, string>, bytes: Buffer): Promise<{ data: Values; files: Values }> {
	const loaded = load('formidable') as { formidable?: ReadForm; default?: ReadForm };
	const form = (loaded.formidable ?? loaded.default)!({
		...{ multiples: true, allowEmptyFiles: true, minFileSize: 0, uploadDir: process.cwd() },
		...{ maxFileSize: maxFileBytes, maxTotalFileSize: maxFileBytes, maxFields },
	});
	const request = Object.assign(Readable.from([bytes]), { headers: { ...headers, 'content-length': String(bytes.length) } });
	const [fields, files] = await form.parse(request);
	const chosen = Object.fromEntries(
		Object.entries(files).flatMap(([name, list]) => {
			const named = list.filter(({ size, originalFilename }) => size > 0 || originalFilename);
			return named.length > 0 ? [[name, named]] : [];
		}),
	);
	return { data: unwrapSingles(fields), files: unwrapSingles(chosen) };
}

const unwrapSingles = (values: Values): Values =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => [name, Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value]),
	);
