import { TroupeError } from '../../base/errors';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { askJudge } from './ask-judge';

afterEach(() => jest.restoreAllMocks());

const cancelled = () => Promise.reject(new TroupeError({ code: 'CANCELLED', message: 'The call was cancelled.', fix: '' }));
const ask = (signal?: AbortSignal) =>
	askJudge(
		scriptedChatModel(cancelled),
		{ task: 'Judge.', text: 'A text.', mark: 'M', form: 'Answer.', what: 'a verdict', read: () => true },
		signal,
	);

it('says which judge did not answer in time, and what helps', async () => {
	jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
	await expect(ask()).rejects.toMatchObject({
		code: 'GUARDRAIL_FAILED',
		message: 'The judge "script:model" did not answer within 9 s.',
		fix: 'Use a faster model as the judge.',
	});
});

it('is cancelled by whoever asks', async () => {
	await expect(ask(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
});
