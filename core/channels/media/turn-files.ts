import type { NamedDocument } from '../../conversations/mailbox/write-documents';
import type { Channel } from '../../ports/channels/channel';
import type { Turn } from '../../ports/channels/mailbox';
import { isMedia, type MediaContent, type MessageContent } from '../../ports/channels/message-content';
import type { DocumentReader } from '../../ports/knowledge/document-reader';
import type { Origin } from '../../ports/memory';
import { type Picture, readFile, type ReadFile } from './file-reader';
import { Places } from '../../base/async/places';

/** Per turn. */
const maxFiles = 5;
const maxPicturesBytes = 10_000_000;
const readingMs = 60_000;
/** Files that one process reads at the same time: their bytes are in its memory. */
const concurrency = 3;

export type ReadTurn = Turn & {
	/** Includes the pictures, in this order, without files that now have a problem. */
	documents: NamedDocument[];
	pictures: Picture[];
	/** Origins of foreign texts in the message: people forward texts of others. */
	origins: Origin[];
};

const maxKeptBytes = 64_000_000;

interface FilesOf {
	/** Opens the channel of the files; called only if there are files. */
	openChannel: () => Promise<Pick<Channel, 'download'> | undefined>;
	sees: boolean;
	/** Stores a picture elsewhere. A failure counts as an unavailable picture. */
	keep?: (picture: Picture) => Promise<void>;
}

export class TurnFiles {
	readonly #places = new Places(concurrency);
	#keptBytes = 0;

	constructor(private readonly reader: Pick<DocumentReader, 'read'>) {}

	/**
	 * Runs `act` on a turn with its files read. A file never makes it fail: its part of the message says why it is missing. @throws what aborts, and
	 * what `act` throws
	 */
	async use<Result>(turn: Turn, of: FilesOf, signal: AbortSignal, act: (read: ReadTurn) => Promise<Result>): Promise<Result> {
		const { bytes, ...read } = await this.#read(turn, of, signal);
		try {
			return await act(read);
		} finally {
			this.#keptBytes -= bytes;
		}
	}

	async #read(turn: Turn, { openChannel, sees, keep }: FilesOf, signal: AbortSignal): Promise<ReadTurn & { bytes: number }> {
		const parts = turn.messages.flatMap(({ author, content }) => (author === 'contact' ? content.filter(isFile) : []));
		const channel = parts.length > 0 ? await openChannel().catch(() => undefined) : undefined;
		const late = AbortSignal.timeout(readingMs);
		const within = AbortSignal.any([signal, late]);
		const readOne = async (part: MediaContent, index: number): Promise<ReadFile> => {
			if (part.kind !== 'video' && index >= maxFiles) return { kind: 'problem', problem: 'too-many' };
			try {
				return await this.#places.use(() => readFile({ channel: channel ?? {}, reader: this.reader, sees }, part, within), within);
			} catch (cause) {
				signal.throwIfAborted();
				if (!late.aborted) throw cause;
				return { kind: 'problem', problem: 'unavailable' };
			}
		};
		const held = this.#keep(await Promise.all(parts.map(readOne)));
		const read = keep ? await keepPictures(held, keep) : held;
		const byPart = new Map<unknown, ReadFile>(parts.map((part, index) => [part, read[index]!]));
		return {
			...turn,
			messages: turn.messages.map((message) => ({
				...message,
				content: message.content.map((part) => withProblem(part, byPart.get(part))),
			})),
			documents: read.filter((one) => one.kind === 'document'),
			pictures: read.flatMap((one) => (one.kind === 'picture' ? [one.picture] : [])),
			origins: read.some(({ kind }) => kind !== 'problem') ? ['document'] : [],
			bytes: held.reduce((sum, one) => sum + (one.kind === 'picture' ? one.bytes : 0), 0),
		};
	}

	/** Many models refuse more pictures in a request; more at the same time would fill the memory. */
	#keep(read: ReadFile[]): ReadFile[] {
		let bytes = 0;
		return read.map((one) => {
			if (one.kind !== 'picture') return one;
			if (bytes + one.bytes > maxPicturesBytes) return { kind: 'problem', problem: 'too-large' };
			if (this.#keptBytes + one.bytes > maxKeptBytes) return { kind: 'problem', problem: 'unavailable' };
			bytes += one.bytes;
			this.#keptBytes += one.bytes;
			return one;
		});
	}
}

/** One after the other, to keep their order. */
async function keepPictures(read: readonly ReadFile[], keep: (picture: Picture) => Promise<void>): Promise<ReadFile[]> {
	const kept: ReadFile[] = [];
	for (const one of read) {
		const isKept =
			one.kind !== 'picture' ||
			(await keep(one.picture).then(
				() => true,
				() => false,
			));
		kept.push(isKept ? one : { kind: 'problem', problem: 'unavailable' });
	}
	return kept;
}

const isFile = (part: MessageContent): part is MediaContent => isMedia(part) && part.kind !== 'audio';

const withProblem = (part: MessageContent, read: ReadFile | undefined): MessageContent =>
	read?.kind === 'problem' ? { ...(part as MediaContent), problem: read.problem } : part;
