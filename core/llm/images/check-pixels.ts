import { Damaged } from './image-form';

/** More than any vendor accepts (8,000 x 8,000). A small file can hold far more, and fill the memory of a model server. */
export const maxPixels = 64_000_000;
const maxSide = 32_000;

/** @throws Damaged */
export function checkPixels(width: number, height: number): void {
	if (width < 1 || height < 1) throw new Damaged('has no pixels');
	if (width > maxSide || height > maxSide || width * height > maxPixels)
		throw new Damaged(`has ${width} x ${height} pixels; the max is ${maxPixels / 1e6} million, and ${maxSide} across or down`);
}
