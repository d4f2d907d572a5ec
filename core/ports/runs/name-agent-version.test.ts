import { nameAgentVersion } from './name-agent-version';

it('names an agent without a version, such as one that does not exist, by its id alone', () => {
	expect([nameAgentVersion('sdr', '1.2.0'), nameAgentVersion('nowhere', ''), nameAgentVersion('nowhere', null)]).toEqual([
		'sdr@1.2.0',
		'nowhere',
		'nowhere',
	]);
});
