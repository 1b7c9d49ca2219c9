Component({
  properties: { item: Object },
  methods: {
    open() { wx.navigateTo({ url: `/pages/proposal/proposal?id=${encodeURIComponent(this.data.item['id'] as string)}` }); },
  },
});
