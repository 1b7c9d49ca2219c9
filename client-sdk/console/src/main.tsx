import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { Languages } from './language';
import { meet } from './session/client';
import { active } from './session/shared';
import './style/base.css';
import './style/parts.css';
import './style/pages.css';

document.documentElement.dataset['theme'] = localStorage.getItem('yiting.console.theme') ?? 'auto';
for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, active, { passive: true });

void meet().then(() => {
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<StrictMode><Languages><App /></Languages></StrictMode>);
});
