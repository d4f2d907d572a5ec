import { writeFileSync } from 'node:fs';
import { judgeReceived, type Verdict } from './judge-received';
import { openStand } from './open-stand';
import { playSample, type Received } from './play-sample';
import { type Case, readCases, readSamples, type Sample } from './sample';
import { type WireFormat, wireFormats } from './wire-formats';

/** A sample as it was played in one wire format. */
export interface Played extends Verdict {
	sample: Sample;
	format: WireFormat['name'];
	received: Received;
	/** True if a model was asked more often than the ordinary model is. */
	askedAgain: boolean;
}

/**
 * Plays all samples of a set, each in its wire format; with BENCH_EVERY each in all of them. BENCH_KIND plays the kinds alone that contain it, and
 * BENCH_SAMPLES names a file for all that was received.
 * @throws Error where a case does not end well without a fault
 */
export async function playAll(set: 'faults' | 'good'): Promise<Played[]> {
	const { BENCH_KIND: kind = '', BENCH_EVERY: every, BENCH_SAMPLES: file } = process.env;
	const samples = readSamples(set).filter(({ id }) => id.includes(kind));
	const played = await Promise.all(
		wireFormats.map((format) => {
			return playFormat(
				format,
				samples.filter((sample) => every || sample.format === format.name),
			);
		}),
	);
	if (file)
		writeFileSync(
			file,
			played
				.flat()
				.map((one) => `${JSON.stringify(one)}\n`)
				.join(''),
		);
	return played.flat();
}

async function playFormat(format: WireFormat, samples: Sample[]): Promise<Played[]> {
	const stand = await openStand(format);
	try {
		const cases = readCases();
		const played: Played[] = [];
		for (const [name, ofCase] of Map.groupBy(samples, (sample) => sample.case)) {
			const one = cases[name];
			if (!one) throw new Error(`The case ${name} does not exist.`);
			const ordinary = await playSample(stand, one);
			checkOrdinary(name, one, ofCase, ordinary);
			for (const sample of ofCase) {
				const received = await playSample(stand, one, sample);
				const askedAgain = received.modelCalls > ordinary.modelCalls;
				played.push({ sample, format: format.name, received, askedAgain, ...judgeReceived(received, one, sample, stand.prompts) });
			}
		}
		return played;
	} finally {
		await stand.close();
	}
}

/** An answer can only be blamed where its case ends well without it, also by what the sample calls false. */
function checkOrdinary(name: string, one: Case, samples: Sample[], received: Received): void {
	for (const sample of samples) {
		const { verdict, why } = judgeReceived(received, one, { isFalse: sample.isFalse, mustNot: sample.mustNot, text: sample.text }, []);
		if (verdict === 'harmful')
			throw new Error(`The ordinary model fails in ${name} (${sample.id}): ${why.join('; ')} ${JSON.stringify(received)}`);
	}
}
