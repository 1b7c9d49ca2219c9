import { choose, chosen, classes } from '../../lib/look';
import { base } from '../../lib/screen';

Page({
  data: { ...base, loading: false, large: false, contrast: false },
  onShow() { this.setData({ ...chosen(), look: classes() }); },
  big() { this.change({ large: !this.data.large, contrast: this.data.contrast }); },
  strong() { this.change({ large: this.data.large, contrast: !this.data.contrast }); },
  change(wanted: { large: boolean; contrast: boolean }) {
    choose(wanted);
    this.setData({ ...wanted, look: classes() });
  },
});
