import type { NamedDocument } from '../../conversations/mailbox/write-documents';
import type { Channel } from '../../ports/channels/channel';
import type { Turn } from '../../ports/channels/mailbox';
import { isMedia, type MediaContent, type MessageContent } from '../../ports/channels/message-content';
import type { DocumentReader } from '../../ports/knowledge/document-reader';
import type { Origin } from '../../ports/memory';
import { type Picture, readFile, type ReadFile } from './file-reader';
import { Places } from '../../base/async/places';

/** In one turn. */
export const maxFiles = 5;
const maxPicturesBytes = 10_000_000;
/** Until then, the files of a turn are there, or it goes on without them. */
const readingMs = 60_000;
/** Files that one process gets and reads at the same time: their bytes are in its memory. */
const concurrency = 3;

/** A turn with what came with it. */
export type ReadTurn = Turn & {
	/** With the pictures, in this order, and without the files that have a problem now. */
	documents: NamedDocument[];
	pictures: Picture[];
	/** Where texts of others came from that it repeats: what a person sends is not always their own. */
	origins: Origin[];
};

/** Pictures that one process keeps at the same time, for the runs that look at them. */
const maxKeptBytes = 64_000_000;

/** Where the files of a turn are, and who gets them. */
export interface FilesOf {
	/** Opens the channel that they came through; called only where there are files. */
	openChannel: () => Promise<Pick<Channel, 'download'> | undefined>;
	/** Whether pictures are of use. */
	sees: boolean;
	/** Keeps a picture elsewhere. One that cannot be kept could not be had. */
	keep?: (picture: Picture) => Promise<void>;
}

/** Reads the files of turns: pictures for models that see, and the texts of documents. One for each process. */
export class TurnFiles {
	readonly #places = new Places(concurrency);
	#keptBytes = 0;

	constructor(private readonly reader: Pick<DocumentReader, 'read'>) {}

	/**
	 * Does something with a turn whose files were read. No file makes it fail: what cannot be had says why, in its part of the message.
	 * @throws what aborts, and what `act` throws
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

	/** More pictures in one request are refused by many models; more at the same time would fill the memory. */
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

/** Keeps one after the other, in their order. */
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
