import { Command, Option } from 'commander';
import type { Session } from '../terminal/session';
import { inOption, withChunkSizes } from './knowledge-options';
import type { ReembedOptions } from './re-embed-run';

/** `troupe knowledge re-embed --in NAME --embedder ID`. */
export function reembedCommand(session: Session): Command {
	const command = new Command('re-embed')
		.description('Gives a collection the vectors of another model; it is searched as it was until all are there. Run again, it goes on.')
		.addOption(inOption())
		.addOption(new Option('-e, --embedder <id>', 'openai:…, google:…, ollama:…, local, a folder or hub id, or none').conflicts(['abandon']))
		.addOption(
			new Option('--chunking <method>', 'how documents are cut; default: as they are').choices([
				'structure',
				'recursive',
				'semantic',
				'whole',
			]),
		);
	return withChunkSizes(command, '; default: as it is')
		.option('--anew', 'gives up an unfinished re-embedding to another model, and begins')
		.option('--abandon', 'gives up an unfinished re-embedding, and no more')
		.option('--json', 'the result as one JSON document')
		.action(async (options: ReembedOptions) => {
			const { runReembed } = await import('./re-embed-run');
			session.exitCode = await runReembed(options, session.terminal);
		});
}
