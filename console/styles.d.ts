/** A style that is served as a file: its address. */
declare module '*.css?file' {
	const address: string;
	export default address;
}
