import { signal } from '@preact/signals';
import { beginUpload } from '../../api/begin-upload';
import { Problem, toProblem } from '../../api/problem';
import { followOperation } from '../../api/run-in-background';
import { ofCollection } from './collection';
import type { ChosenFile } from './read-dropped';

/** The id, source and metadata of a file in the collection. */
export interface UploadChoice {
	id?: string;
	source?: string;
	metadata?: Record<string, unknown>;
	personalData?: 'mask' | 'refuse';
}

export type UploadState = 'waiting' | 'sending' | 'reading' | 'added' | 'changed' | 'unchanged' | 'failed' | 'cancelled';

export interface Upload extends ChosenFile {
	key: number;
	collection: string;
	choice: UploadChoice;
	state: UploadState;
	/** From 0 to 1: sent, then embedded share. Absent if unknown. */
	share?: number;
	reason?: string;
	message?: string;
	fix?: string;
	quarantined?: string;
	stop: AbortController;
}

interface Stored {
	state: 'added' | 'changed' | 'unchanged' | 'failed';
	failure?: string;
	message?: string;
	fix?: string;
	quarantined?: string;
}

/** Same bound as in the API. */
export const maxFileMebibytes = 32;
/** The service runs two per caller; one more is on its way. */
const atOnce = 3;
const maxTries = 100;
const pauseMs = 3_000;

const openStates: readonly UploadState[] = ['waiting', 'sending', 'reading'];
export const isOpen = ({ state }: Pick<Upload, 'state'>): boolean => openStates.includes(state);

export const uploads = signal<Upload[]>([]);
let last = 0;

const warn = (event: BeforeUnloadEvent) => event.preventDefault();

export function addUploads(collection: string, files: readonly ChosenFile[], choice: UploadChoice = {}): void {
	const added = files.map((one): Upload => ({
		...one,
		key: (last += 1),
		collection,
		choice,
		state: 'waiting',
		stop: new AbortController(),
	}));
	uploads.value = [...uploads.value, ...added];
	begin();
}

export function retryUpload(key: number): void {
	change(key, { state: 'waiting', reason: undefined, message: undefined, fix: undefined, share: undefined, stop: new AbortController() });
	begin();
}

export function cancelUpload({ key, state, stop }: Upload): void {
	stop.abort();
	if (state === 'waiting') change(key, { state: 'cancelled' });
}

export const forgetUploads = (isGone: (upload: Upload) => boolean): void =>
	void (uploads.value = uploads.value.filter((one) => isOpen(one) || !isGone(one)));

const change = (key: number, changes: Partial<Upload>) =>
	void (uploads.value = uploads.value.map((one) => (one.key === key ? { ...one, ...changes } : one)));

function begin(): void {
	const open = uploads.value.filter(isOpen);
	if (open.length > 0) window.addEventListener('beforeunload', warn);
	else window.removeEventListener('beforeunload', warn);
	const busy = open.filter(({ state }) => state !== 'waiting').length;
	for (const next of open.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, atOnce - busy))) {
		change(next.key, { state: 'sending', share: 0 });
		// A failed file does not stop the next one.
		void send(next)
			.catch((fault: unknown) => toEnd(toProblem(fault)))
			.then((end) => change(next.key, { share: undefined, ...end }))
			.then(begin);
	}
}

const toEnd = ({ code, message, fix }: Pick<Problem, 'code' | 'message' | 'fix'>): Partial<Upload> =>
	code === 'CANCELLED' ? { state: 'cancelled' } : { state: 'failed', reason: code, message, fix };

async function send({ key, collection, name, file, choice, stop }: Upload): Promise<Partial<Upload>> {
	if (file.size > maxFileMebibytes * 1024 * 1024) return { state: 'failed', reason: 'too_large' };
	const content = await readContent(file);
	if (content === undefined) return { state: 'failed', reason: 'unreadable' };
	const body = { name, content, ...choice };
	const path = ofCollection(collection, '/documents');
	const onSent = (share: number) => change(key, share < 1 ? { share } : { state: 'reading', share: undefined });
	const id = await untilTaken(() => beginUpload(path, { body, signal: stop.signal, onSent }), stop.signal);
	change(key, { state: 'reading', share: undefined });
	return follow(key, id, stop.signal);
}

async function untilTaken(begun: () => Promise<string>, stop: AbortSignal): Promise<string> {
	for (let tries = 1; ; tries++) {
		try {
			return await begun();
		} catch (fault) {
			if (!(fault instanceof Problem) || fault.code !== 'RATE_LIMITED' || tries >= maxTries || stop.aborted) throw fault;
			await pause();
		}
	}
}

async function follow(key: number, id: string, signal: AbortSignal): Promise<Partial<Upload>> {
	const onProgress = ({ done, total }: { done: number; total?: number }) =>
		change(key, { share: total === undefined || total === 0 ? undefined : done / total });
	return describeStored(await followOperation<Stored>(id, { signal, onProgress }));
}

const describeStored = ({ state, failure, message, fix, quarantined }: Stored): Partial<Upload> =>
	state === 'failed' ? { state, reason: failure, message, fix } : { state, quarantined };

const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

/** Reads a file as base64; undefined for a folder or a missing file. */
function readContent(file: File): Promise<string | undefined> {
	const reader = new FileReader();
	return new Promise((resolve) => {
		reader.onerror = () => resolve(undefined);
		reader.onload = () => {
			const url = reader.result as string;
			resolve(url.slice(url.indexOf(',') + 1));
		};
		reader.readAsDataURL(file);
	});
}
