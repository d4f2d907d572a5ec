import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';
import type { AgentParts } from '../../../core/agents/agent-parts';
import type { AgentRequest } from '../../../core/agents/agent-request';
import { getErrorMessage } from '../../../core/base/errors';
import { cleanImage } from '../../../core/llm/images/clean-image';
import type { ImagePart } from '../../../core/ports/models/image-shapes';
import { isConnectedTo } from '../../shared/connected/is-connected-to';

/** Formats that every provider takes. */
const seen = /^image\/(?:png|jpe?g|gif|webp)$/;
const mostImages = 10;
const largestBytes = 5_000_000;
const mostBytes = 20_000_000;

interface Found {
	images: ImagePart[];
	remarks: string[];
}

/**
 * Adds images of binary fields, if no field is named and a model of the agent sees images. If images need approval, they go only without a
 * text: otherwise every mail with a logo would wait. `remarks` lists the rest.
 */
export async function withItemImages(
	context: IExecuteFunctions,
	item: number,
	options: ImageOptions,
	request: AgentRequest,
	{ modelFacts, refusesFiles, imageJudge }: Pick<AgentParts, 'modelFacts' | 'refusesFiles' | 'imageJudge'>,
): Promise<{ request: AgentRequest; remarks: string[] }> {
	const fields = request.resume ? [] : listItemImages(context, item, options);
	if (fields.length === 0) return { request, remarks: [] };
	if (!isConnectedTo(context, NodeConnectionTypes.AiLanguageModel) && modelFacts?.seesImages === false)
		return { request, remarks: [`Images were left out (${fields.join(', ')}): no model of this agent understands images.`] };
	if (refusesFiles && !imageJudge && request.message.trim() !== '')
		return {
			request,
			remarks: [
				`Images were left out (${fields.join(', ')}): no guardrail can read them. To send them, add the option Judge Images ("images": "judge" in guardrails of the agent), or Images and Files to Switch Off ("files" in guardrails.standard.without).`,
			],
		};
	const { images, remarks } = await readAll(context, item, fields);
	return { request: images.length > 0 ? { ...request, images } : request, remarks };
}

export interface ImageOptions {
	imageFields?: string;
	passthroughBinaryImages?: boolean;
}

export function listItemImages(
	context: IExecuteFunctions,
	item: number,
	{ imageFields = '', passthroughBinaryImages = true }: ImageOptions,
): string[] {
	if (!passthroughBinaryImages || imageFields.trim() !== '') return [];
	const binary = context.getInputData()[item]?.binary ?? {};
	return Object.keys(binary).filter((field) => seen.test(binary[field]!.mimeType));
}

async function readAll(context: IExecuteFunctions, item: number, fields: string[]): Promise<Found> {
	const images: ImagePart[] = [];
	const remarks: string[] = [];
	let bytes = 0;
	for (const field of fields) {
		const data = images.length < mostImages ? await context.helpers.getBinaryDataBuffer(item, field) : undefined;
		if (!data) remarks.push(`The image "${field}" was left out: at most ${mostImages} images go with a message.`);
		else if (data.length > largestBytes) remarks.push(`The image "${field}" was left out: it is larger than ${largestBytes / 1e6} MB.`);
		else if (bytes + data.length > mostBytes)
			remarks.push(`The image "${field}" was left out: all images together are larger than ${mostBytes / 1e6} MB.`);
		else {
			bytes += data.length;
			const picture = await cleanImage(data, `The image "${field}"`).catch((error: unknown) => getErrorMessage(error));
			if (typeof picture === 'string') remarks.push(`${picture} It was left out.`);
			else images.push({ kind: 'data', mediaType: picture.mediaType, data: picture.bytes.toString('base64') });
		}
	}
	return { images, remarks };
}
