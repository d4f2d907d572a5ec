import type { InjectionSample } from '../samples/injection/sample';
import { generatedForTheModel, writtenForTheModel } from '../samples/injection/training';
import { composeLongTexts } from '../samples/injection/training/long-texts';
import { tuningAttacks } from '../samples/injection/tuning-attacks';
import { moreTuningAttacks } from '../samples/injection/tuning-attacks-more';
import { tuningHarmless } from '../samples/injection/tuning-harmless';
import { moreTuningHarmless } from '../samples/injection/tuning-harmless-more';
import { thirdTuningHarmless } from '../samples/injection/tuning-harmless-third';
import { developmentTexts } from '../samples/injection/unseen';

export type Origin = 'written' | 'generated' | 'long' | 'older';

export interface TrainingText {
	sample: InjectionSample;
	/** `generated` from parts, `long`: put together from those written; `older`: the texts on which the rules were tuned. */
	origin: Origin;
	/** How much it counts. Texts from parts repeat the same words. */
	share: number;
}

const shares: Record<Origin, number> = { written: 1, generated: 0.1, long: 0.3, older: 1 };
const longTexts = 1_000;
const longSeed = 24;

/** Words of the kinds that `samples/injection/unseen-kinds` holds back. Older attacks that contain them are left out, so that these kinds stay unseen. */
const heldBack =
	/remember|memor[iy]|\bstore\b|whenever|every time|each time|as soon as|next time|lembr|guarde|anot[ae]|sempre que|toda vez|assim que|recuerda|cada vez|en cuanto|merk dir|speicher|immer wenn|sobald|already agreed|promised|prometi|versprochen|fill in|blank|lacuna|complete|acrostic|hangman|\btips?\b|gorjeta|propina|trinkgeld|points?\b|pontos|puntos|punkte|dollars|reais|shut ?down|switched off|desligad|abgeschaltet|apaga[dn]|dies?\b|morre|two answers|duas respostas|dos respuestas|zwei antworten|both (as|the)|twice|orchestrat|orquestr|supervis|agent:|tool_result|observation:|\{"|mode:|modo:|modus:|\[settings|config/i;

/** Returns all that the model may learn from, each text once. */
export function listTrainingData(): TrainingText[] {
	const older = [
		...tuningAttacks,
		...moreTuningAttacks,
		...tuningHarmless,
		...moreTuningHarmless,
		...thirdTuningHarmless,
		...developmentTexts,
	];
	const texts = new Map<string, TrainingText>();
	const add = (origin: Origin, samples: readonly InjectionSample[]) => {
		for (const sample of samples) if (!texts.has(sample.text)) texts.set(sample.text, { sample, origin, share: shares[origin] });
	};
	add('written', writtenForTheModel);
	add('generated', generatedForTheModel);
	add('long', composeLongTexts(writtenForTheModel, longTexts, longSeed));
	add(
		'older',
		older.filter(({ attack, text }) => !attack || !heldBack.test(text)),
	);
	return [...texts.values()];
}
