import type { InjectionSample } from '../samples/injection/sample';
import { generatedForTheModel, writtenForTheModel } from '../samples/injection/training';
import { composeLongTexts } from '../samples/injection/training/long-texts';
import { tuningAttacks, tuningHarmless } from '../samples/injection/tuning';
import { developmentTexts } from '../samples/injection/unseen';

export type Origin = 'written' | 'generated' | 'long' | 'older';

export interface TrainingText {
	sample: InjectionSample;
	/** `generated` from parts, `long`: put together from those written; `older`: the texts on which the rules were tuned. */
	origin: Origin;
	/** How much it counts. Texts from parts repeat the same words. */
	share: number;
}

const shares: Record<Origin, number> = { written: 1, generated: 0.3, long: 0.3, older: 1 };
const longTexts = 1_000;
const longSeed = 24;

/** Words of the kinds that `samples/injection/unseen-kinds` holds back. Older attacks that contain them are left out, so that these kinds stay unseen. */
const heldBack =
	/remember|memor[iy]|\bstore\b|whenever|every time|each time|as soon as|next time|lembr|guarde|anot[ae]|sempre que|toda vez|assim que|recuerda|cada vez|en cuanto|merk dir|speicher|immer wenn|sobald|already agreed|promised|prometi|versprochen|fill in|blank|lacuna|complete|acrostic|hangman|\btips?\b|gorjeta|propina|trinkgeld|points?\b|pontos|puntos|punkte|dollars|reais|shut ?down|switched off|desligad|abgeschaltet|apaga[dn]|\b(you|it|they|kitten|someone|everybody|people|will|must) dies?\b|morre|two answers|duas respostas|dos respuestas|zwei antworten|both (as|the)|twice|orchestrat|orquestr|supervis|agent:|tool_result|observation:|\{"|mode:|modo:|modus:|\[settings|config/i;

/** The kinds of `samples/injection/unseen-kinds-second`, by the words without which they can hardly be written. Attacks with them are left out too. */
const heldBackSecond = new RegExp(
	[
		String.raw`\bcvs?\b|r[ée]sum[ée]s?\b|curr[ií]cul|lebenslauf|cover letter|applicant|candidat|bewerb|recruit|recrut|reclut`,
		String.raw`\breviews\b|product review|\bstars?\b|estrel|\bsterne?\b|rese[ñn]a|rezension|bewertung|avalia[çc]`,
		String.raw`calend|kalender|\binvit|\bagenda\b|\bconvite|\btermine?\b|reuni[ãaóo]`,
		String.raw`^\s*(//|/\*|#)|\bcommits?\b|pull request|\bdiff\b|changelog|coding agent|\bpush\b`,
		String.raw`traceback|stack trace|\berror\b|\berro\b|\bfehler\b|\bsql\b|\bcsv\b|\blogs?\b|\brows?\b`,
		String.raw`<polic|<rule|\byaml\b|\bxml\b|\btoml\b|\bpolicy file|constitution`,
		String.raw`translat|tradu[czçs]|[üu]bersetz|\blatin|latein|pig latin|paraphras|rephras|spell.?check`,
		String.raw`grand(ma|pa|mother|father)|granny|\bnana\b|\babuel|\bav[óô]\b|\bvov[óô]|\b(gro(ß|ss))?(oma|opa|omi)\b|gro(ß|ss)mutter|passed away|deceased|\blate (mother|father|wife|husband)|falec|fallecid|verstorb|bedtime|lullaby|dormir|einschlaf`,
		String.raw`\bgames?\b|\bquiz|riddle|truth or dare|\bjog[oau]|brincar|brincadeira|\bjueg|\bspiele?n?\b|r[äa]tsel|\bdice\b|opposite day`,
		String.raw`hypothe|hipot|\bsuppose|\bassume\b|\bdream|parallel universe|\bwhat if\b|in theory|theoretic|\bsup[oõ]n|\bsonh|\bsue[ñn]|\btraum|angenommen|universo|simulat|simula[çc]`,
		String.raw`https?:|\burls?\b|\blinks?\b|\bpixel|markdown|webhook|\bimages?\b|\bimage[mn]|\bim[aá]genes|\bbild\b`,
		String.raw`\bclauses?\b|cl[áa]usula|\bcontracts?\b|contrato|vertrag|licen[csç]|gdpr|lgpd|dsgvo|\bcourt\b|\bju[ií]z|gericht|\blaw\b|\blegal`,
		String.raw`\bi bet\b|aposto|apuesto|ich wette|true or false|prove me wrong|whatever you do|warmer or colder`,
	].join('|'),
	'i',
);

/** Returns all that the model may learn from. */
export function listTrainingData(): TrainingText[] {
	const texts = listSingleTexts();
	return [...texts, ...composeLong(texts)];
}

/** Puts written texts together to long ones. */
export function composeLong(texts: readonly TrainingText[]): TrainingText[] {
	const written = texts.filter(({ origin }) => origin === 'written').map(({ sample }) => sample);
	return composeLongTexts(written, longTexts, longSeed).map((sample) => ({ sample, origin: 'long', share: shares.long }));
}

/** Returns each text once, without those put together from others. */
export function listSingleTexts(): TrainingText[] {
	const older = [...tuningAttacks, ...tuningHarmless, ...developmentTexts];
	const texts = new Map<string, TrainingText>();
	const add = (origin: Origin, samples: readonly InjectionSample[]) => {
		for (const sample of samples) if (!texts.has(sample.text)) texts.set(sample.text, { sample, origin, share: shares[origin] });
	};
	add('written', writtenForTheModel.filter(isTaught));
	add('generated', generatedForTheModel.filter(isTaught));
	add(
		'older',
		older.filter((sample) => isTaught(sample) && (!sample.attack || !heldBack.test(sample.text))),
	);
	return [...texts.values()];
}

function isTaught({ attack, text }: InjectionSample): boolean {
	return !attack || !heldBackSecond.test(text);
}
