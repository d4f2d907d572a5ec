/** The joined output equals the changed whole text. */
export interface TextStream {
	write(piece: string): Promise<string>;
	end(): Promise<string>;
}
