import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagedPromptsFolder } from '../../../core/base/package-folder';
import { TroupeError } from '../../../core/base/errors';
import type { Language } from '../../../core/base/text/language';
import { parsePromptFile, type PromptFile } from '../../../core/prompts/prompt-file';
import { type PatternName, patterns } from './pattern-names';

export interface Pattern {
	file: string;
	prompt: PromptFile;
	texts: { prompt: string; cases: string; recordings: string };
}

/** @throws TroupeError INPUT_INVALID if it does not have the language */
export async function readPattern(name: PatternName, language: Language): Promise<Pattern> {
	const languages: readonly Language[] = patterns[name];
	if (!languages.includes(language))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The pattern ${name} is not written in the language ${language}.`,
			fix: `Use --language ${languages.join(' or ')}.`,
		});
	const stem = join(packagedPromptsFolder(), name, `${name}.${language}`);
	const read = (ending: string) => readFile(`${stem}${ending}`, 'utf8');
	const texts = { prompt: await read('.md'), cases: await read('.eval.yaml'), recordings: await read('.recordings.json') };
	return { file: `${stem}.md`, prompt: parsePromptFile(texts.prompt, `${stem}.md`), texts };
}
