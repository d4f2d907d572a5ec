import { hash } from 'node:crypto';
import { canonicalJson } from '../../../json-schema/canonical-json';
import type { ImagePart } from '../../../ports/models/image-shapes';

/** Names the images of a message, which are not stored; undefined for none. */
export const nameImages = (images: readonly ImagePart[] = []): string | undefined =>
	images.length > 0 ? hash('sha256', canonicalJson(images), 'hex') : undefined;
