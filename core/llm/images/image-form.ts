/** An image without all that is not part of its picture. */
export interface CleanImage {
	bytes: Buffer;
	width: number;
	height: number;
}

/** Reads one format. */
export interface ImageForm {
	mediaType: string;
	/** Returns whether the bytes begin as this format does. */
	begins(bytes: Buffer): boolean;
	/** @throws Damaged; a RangeError of Node where a field lies beyond the end */
	clean(bytes: Buffer): Promise<CleanImage> | CleanImage;
}

/** Says what is wrong with the bytes of an image, as the end of a sentence. */
export class Damaged extends Error {}
