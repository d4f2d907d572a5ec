import { type OpenChannels, openChannels } from '../../../providers/compose/channels/open-channels';
import { hasPostgres } from '../../support/servers/databases';
import { CasePlayer } from './player';
import { salesCases } from './sales-cases';
import { openStage, type Stage } from './stage';
import type { StoryHost } from './story-host';

const startMs = 300_000;
const caseMs = 180_000;

/** Declares a test of every case of examples/sdr/uat.json before one host, which starts once. */
export function describeStory(title: string, host: StoryHost): void {
	const why = hasPostgres ? '' : ' (skipped: there is no PostgreSQL on this machine; install the package postgresql)';
	(hasPostgres ? describe : describe.skip)(title + why, () => {
		let stage: Stage;
		let channels: OpenChannels;
		beforeAll(async () => {
			stage = await openStage();
			await host.start(stage);
			channels = await openChannels({ stateFolder: host.home });
		}, startMs);
		afterAll(async () => {
			await channels?.close();
			await host.stop();
			await stage?.close();
		}, startMs);

		const cases = salesCases.cases.map((each) => [each.id, each.title, each] as const);
		test.each(cases)('%s: %s', async (_id, _title, sales) => new CasePlayer(sales, host, stage, channels).play(), caseMs);
	});
}
