/**
 * Words of the plainest orders in a language that the rules do not read. `|` separates words, `*` stands for any ending, `~` for a few words between
 * two parts. Case and accents do not matter.
 */
export interface OtherLanguage {
	languages: string[];
	/** Leave aside: ignore, forget, disregard. */
	drop: string;
	/** What a model follows: instructions, rules, commands. */
	rules: string;
	/** Which ones: earlier, all, yours. */
	which: string;
	/** Give away: show, reveal, repeat. */
	show: string;
	/** The system prompt. */
	prompt: string;
	/** What makes it harmless inside: instructions of the writer, examples, "do not forget". */
	harmless: string;
	/** Words are written without spaces, or have syllables before them. */
	joined?: boolean;
}
