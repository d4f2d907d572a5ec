import { Command, Option } from 'commander';
import { chunkMethods } from '../../../core/ports/knowledge/collection-stamp';
import { withService } from '../../terminal/options';
import type { Session } from '../../terminal/session';
import { inOption, personalDataOption, withChunkSizes } from '../knowledge-options';
import type { ReembedOptions } from './re-embed-run';

export function reembedCommand(session: Session): Command {
	const command = withService(new Command('re-embed'), session)
		.description(
			'Gives a collection the vectors of another model. Searches use the old vectors until all are ready. An interrupted run continues when repeated.',
		)
		.addOption(inOption())
		.addOption(new Option('-e, --embedder <id>', 'openai:…, google:…, ollama:…, local, a folder or hub id, or none').conflicts(['abandon']))
		.addOption(new Option('--chunking <method>', 'how documents are cut; default: unchanged').choices(chunkMethods));
	return withChunkSizes(command, '; default: unchanged')
		.addOption(personalDataOption(['mask', 'keep']))
		.option('--restart', 'abandon an unfinished re-embedding to another model and start again')
		.option('--abandon', 'only abandon an unfinished re-embedding')
		.option('--json', 'print the result as one JSON document')
		.action(async (options: ReembedOptions) => {
			const { runReembed } = await import('./re-embed-run');
			session.exitCode = await runReembed(options, session.terminal);
		});
}
