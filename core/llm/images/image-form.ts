export interface CleanImage {
	bytes: Buffer;
	width: number;
	height: number;
}

export interface ImageForm {
	mediaType: string;
	begins(bytes: Buffer): boolean;
	/** @throws Damaged; a RangeError of Node if a field lies beyond the end */
	clean(bytes: Buffer): Promise<CleanImage> | CleanImage;
}

export class Damaged extends Error {}
