import { mapTexts } from '../../../base/text/map-texts';
import { canonicalJson } from '../../../json-schema/canonical-json';
import type { NativeMessage } from '../../../ports/models/models';

type Mask = (text: string) => Promise<string>;

const maxLevels = 100;

/** Masks texts of native data; its provider needs the rest unchanged. */
export async function maskNative({ model, data, texts, seal }: NativeMessage, mask: Mask): Promise<NativeMessage> {
	const names = new Set(texts);

	async function maskPart(part: unknown, level: number): Promise<unknown> {
		if (typeof part !== 'object' || part === null) return part;
		if (level > maxLevels) return undefined;
		if (Array.isArray(part)) {
			const parts = await Promise.all(part.map((each) => maskPart(each, level + 1)));
			return parts.filter((each) => each !== undefined);
		}
		return maskFields(part as Record<string, unknown>, level);
	}

	async function maskFields(part: Record<string, unknown>, level: number): Promise<object | undefined> {
		const fields: Array<[string, unknown]> = [];
		let isSame = true;
		for (const [name, value] of Object.entries(part)) {
			const masked = names.has(name) ? await mapTexts(value, mask) : await maskPart(value, level + 1);
			isSame &&= !names.has(name) || canonicalJson(masked) === canonicalJson(value);
			fields.push([name, masked]);
		}
		const isSealed = seal !== undefined && Boolean(part[seal]);
		return isSealed && !isSame ? undefined : Object.fromEntries(fields);
	}

	return { model, texts, ...(seal && { seal }), data: await maskPart(data, 0) };
}
