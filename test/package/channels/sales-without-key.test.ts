import { openChannels } from '../../../providers/compose/channels/open-channels';
import { ProcessStory } from '../../stories/uat/hosts/process-story';
import { CasePlayer } from '../../stories/uat/player';
import { salesCases } from '../../stories/uat/sales-cases';
import { openStage } from '../../stories/uat/stage';
import { onPostgres } from '../../support/servers/databases';

onPostgres('the sales agent without the key of Supabase', () => {
	it('answers the customer, and the log says that the key is missing', async () => {
		const stage = await openStage();
		const host = new ProcessStory();
		const { TROUPE_TOOL_SECRET_SUPABASE_KEY: _key, ...environment } = stage.environment;
		await host.start({ ...stage, environment });
		const channels = await openChannels({ stateFolder: host.home });
		await new CasePlayer(
			salesCases.cases.find(({ id }) => id === 'card-number')!,
			host,
			stage,
			channels,
		).play();
		expect(host.log).toMatch(/"element":"read-lead".*"outcome":"complete","errorCode":"TOOL_INVALID".*SUPABASE_KEY/);
		await channels.close();
		await host.stop();
		await stage.close();
	}, 300_000);
});
