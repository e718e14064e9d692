import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vite';

export declare const inkTableForEsbuild: EsbuildPlugin;
export declare const inkTableForVite: Plugin;
