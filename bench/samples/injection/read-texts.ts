import { readFileSync } from 'node:fs';
import { type InjectionSample, type SampleLanguage, samples } from './sample';

/** Reads a file with one text on each line, under headings that name their kind. */
export function readTexts(folder: string, what: 'attacks' | 'harmless', language: SampleLanguage): InjectionSample[] {
	const sections = readFileSync(`${folder}/${what}-${language}.txt`, 'utf8').split(/^# (?=[a-z-]+$)/m);
	return sections.slice(1).flatMap((section) => {
		const end = section.indexOf('\n');
		return samples(what === 'attacks', section.slice(0, end), language, section.slice(end));
	});
}
