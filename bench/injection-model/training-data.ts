import type { InjectionSample } from '../samples/injection/sample';
import { writtenForTheModel } from '../samples/injection/training';
import { tuningAttacks } from '../samples/injection/tuning-attacks';
import { moreTuningAttacks } from '../samples/injection/tuning-attacks-more';
import { tuningHarmless } from '../samples/injection/tuning-harmless';
import { moreTuningHarmless } from '../samples/injection/tuning-harmless-more';
import { thirdTuningHarmless } from '../samples/injection/tuning-harmless-third';
import { developmentTexts } from '../samples/injection/unseen';

/** Words of the kinds that `unseen-kinds` holds back. Older texts that contain them are left out, so that these kinds stay unseen. */
const heldBack =
	/remember|memor[iy]|\bstore\b|whenever|every time|each time|as soon as|next time|lembr|guarde|anot[ae]|sempre que|toda vez|assim que|recuerda|cada vez|en cuanto|merk dir|speicher|immer wenn|sobald|already agreed|promised|prometi|versprochen|fill in|blank|lacuna|complete|acrostic|hangman|\btips?\b|gorjeta|propina|trinkgeld|points?\b|pontos|puntos|punkte|dollars|reais|shut ?down|switched off|desligad|abgeschaltet|apaga[dn]|dies?\b|morre|two answers|duas respostas|dos respuestas|zwei antworten|both (as|the)|twice|orchestrat|orquestr|supervis|agent:|tool_result|observation:|\{"|mode:|modo:|modus:|\[settings|config/i;

/** Everything that the model may learn from: written for it, and the texts on which the rules were tuned. */
export function listTrainingData(): { written: InjectionSample[]; older: InjectionSample[] } {
	const older = [...tuningAttacks, ...moreTuningAttacks, ...tuningHarmless, ...moreTuningHarmless, ...thirdTuningHarmless, ...developmentTexts];
	return {
		written: writtenForTheModel,
		older: older.filter(({ attack, text }) => !attack || !heldBack.test(text)),
	};
}
