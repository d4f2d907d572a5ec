import { uploadWords } from './upload-words';
import { isOpen, uploads, type UploadState } from './uploads';

const done: readonly UploadState[] = ['added', 'changed', 'unchanged'];

export function sayUploads(collection: string): string {
	const own = uploads.value.filter((one) => one.collection === collection);
	const failed = own.filter(({ state }) => state === 'failed');
	return uploadWords('summary', own.filter(({ state }) => done.includes(state)).length, failed.length, own.filter(isOpen).length);
}
