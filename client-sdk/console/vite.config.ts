import { defineConfig } from 'vite';

// One script and one style sheet, named by their content, so that they may be cached for ever. A desk
// opens the console once a day: one file that is there at once beats many small ones.
export default defineConfig({
  base: '/console/',
  build: {
    target: 'es2022', outDir: 'build', emptyOutDir: true, modulePreload: false, chunkSizeWarningLimit: 1500, reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
  server: { proxy: Object.fromEntries(['/graphql', '/demo', '/export', '/codes', '/files', '/uploads', '/p', '/r', '/d', '/public'].map((path) => [`^${path}`, { target: process.env['YITING_URL'] ?? 'http://127.0.0.1:8080', ws: path === '/graphql' }])) },
});
