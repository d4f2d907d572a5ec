import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { letOthersRun } from '../../../core/base/async/loop-yielder';
import { TroupeError } from '../../../core/base/errors';
import { anyObject, closed, optional } from '../../../core/base/shape';
import type { IngestedDocument, IngestSummary } from '../../../core/knowledge/ingest/ingest-events';
import { ingestChoice } from '../../../core/knowledge/knowledge-task';
import { documentId } from '../../../core/ports/knowledge/document-input';
import type { SourceContent } from '../../../core/ports/knowledge/document-reader';
import type { Metadata } from '../../../core/ports/knowledge/filter/filter';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { isMetadata } from '../../../providers/sources/is-metadata';
import { decodeBase64 } from '../../http/decode-base64';
import { ofModels, operation, type OperationContext } from '../operation';
import { ofCollection, tag } from './collections';
import { path } from './documents';
import { refuseLocalModel } from './local-models';
import { type KnowledgePlace, whoWrites } from './who-asks';

const maxFileBytes = 32 * 1024 * 1024;

const file = closed({
	name: text(1_000),
	content: Type.String({ description: 'The bytes of the file, at most 32 MiB, as base64.' }),
	...optional({ id: documentId, title: text(1_000), source: text(2_000), mediaType: text(200), metadata: anyObject() }),
	format: Type.Optional(Type.Enum(['markdown', 'plain'], { description: 'The file is a text in UTF-8, which is stored as it is.' })),
	...ingestChoice,
});

export const uploadDocument = operation({
	act: ({ collection }) => ({ action: 'document.uploaded', object: { kind: 'collection', value: collection } }),
	summary: 'Add a file, or a new version of it; answers when searches find it',
	tag,
	method: 'POST',
	path,
	scope: 'knowledge:manage',
	input: { params: ofCollection, body: file },
	maxBodyBytes: Math.ceil(maxFileBytes / 3) * 4 + 256 * 1024,
	maxAtOnce: 8,
	inBackground: 'repeatable',
	about: ({ collection, name, id = name }) => `${collection}: ${id}`,
	check: ({ content }) => void readContent(content),
	output: Type.Object({
		id: string,
		state: Type.Enum(['added', 'changed', 'unchanged', 'failed']),
		...optional({ title: string, details: open() }),
		summary: anyObject({ description: 'What was done, in numbers', additionalProperties: true }),
	}),
	refusals: { ...ofModels, 413: 'The file is larger than 32 MiB' },
	/** @throws TroupeError as Knowledge.ingest */
	async perform({ collection, content, ...given }, context: OperationContext<KnowledgePlace>) {
		refuseLocalModel(context.host, 'embedder', given.embedder);
		await letOthersRun();
		return store(collection, { ...given, bytes: readContent(content) }, context);
	},
});

function readContent(content: string): Uint8Array {
	const bytes = decodeBase64(content, 'content');
	const error = checkFileSize(bytes);
	if (error) throw error;
	return bytes;
}

export const checkFileSize = ({ length }: Uint8Array): TroupeError | undefined =>
	length <= maxFileBytes
		? undefined
		: new TroupeError({
				code: 'INPUT_TOO_LARGE',
				message: `The file has ${length} bytes; the max is 32 MiB.`,
				fix: 'Split the file.',
			});

async function store(
	collection: string,
	{
		name,
		bytes,
		id = name,
		title,
		source,
		mediaType,
		format,
		metadata,
		...choice
	}: Omit<Static<typeof file>, 'content'> & { bytes: Uint8Array },
	context: OperationContext<KnowledgePlace>,
): Promise<IngestedDocument & { summary: IngestSummary }> {
	const loaded: SourceContent = format
		? { kind: 'text', text: Buffer.from(bytes).toString(), format }
		: { kind: 'bytes', bytes, name, ...(mediaType !== undefined && { mediaType }) };
	const { askedAt } = context;
	const described = { ...(title && { title }), ...(source && { source }), metadata: checkMetadata(metadata) };
	const document = { id, load: async () => loaded, ...described, askedAt };
	let stored: IngestedDocument | undefined;
	const options = { ...choice, writer: whoWrites(context) };
	const summary = await (
		await openKnowledge(context.host)
	).ingest(collection, [document], options, context.signal, (event) => {
		if (event.kind === 'document') stored = event.document;
		if (event.kind === 'embedding') context.report?.({ done: event.done, total: event.chunks, unit: 'chunk' });
	});
	return { ...stored!, summary };
}

function checkMetadata(metadata: Record<string, unknown> = {}): Metadata {
	if (isMetadata(metadata)) return metadata;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The field "metadata" has a value of another kind.',
		fix: 'Use texts, numbers, booleans and lists of texts.',
	});
}
