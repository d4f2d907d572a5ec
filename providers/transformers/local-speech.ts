import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { findTransformers } from './find-transformers';
import { modelThread } from './model-thread';

export interface SpeechHost {
	stateFolder?: string;
	/** Folder of @huggingface/transformers, if outside the state folder. */
	transformers?: string;
}

interface LocalSpeech {
	/** `local:` and the folder's name. */
	id: string;
	/** @param samples of one channel, 16,000 a second */
	write(samples: Float32Array, language: string | undefined, signal: AbortSignal): Promise<string>;
}

const files = ['config.json', 'preprocessor_config.json', 'tokenizer.json'];
/** Most exact first, in transformers.js's names. */
const dtypes = { fp32: '', fp16: '_fp16', q8: '_quantized', int8: '_int8', uint8: '_uint8', q4: '_q4' };

/** Opens a Whisper model in a folder. @throws TroupeError DEPENDENCY_MISSING, MODEL_NOT_FOUND */
export function openLocalSpeech(given: string, host: SpeechHost): LocalSpeech {
	const library = findTransformers({ installed: host.transformers, stateFolder: host.stateFolder });
	const folder = resolve(given);
	const missing = files.find((file) => !existsSync(join(folder, file)));
	if (missing !== undefined) throw noSpeechModel(folder, `it has no ${missing}`);
	const dtype = Object.entries(dtypes).find(([, suffix]) =>
		['encoder_model', 'decoder_model_merged'].every((part) => existsSync(join(folder, 'onnx', `${part}${suffix}.onnx`))),
	)?.[0];
	if (dtype === undefined) throw noSpeechModel(folder, 'it has no onnx/encoder_model.onnx with onnx/decoder_model_merged.onnx');
	const model = { folder, subfolder: 'onnx', dtype, maximumTokens: 0 };
	return {
		id: `local:${basename(folder)}`,
		async write(samples, language, signal) {
			const task = { kind: 'transcribe' as const, model, samples, ...(language !== undefined && { language }) };
			return (await modelThread(library).run(task, true, signal)).text ?? '';
		},
	};
}

const noSpeechModel = (folder: string, why: string) =>
	new TroupeError({
		code: 'MODEL_NOT_FOUND',
		message: `No usable model for speech in ${folder}: ${why}.`,
		fix: 'Name the folder of a Whisper model with --transcribe-model, with the files that hubs have for transformers.js.',
		details: { folder },
	});
