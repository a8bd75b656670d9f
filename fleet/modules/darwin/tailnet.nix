# The tailnet's service. Who logs in, and where, is never written here.
{ ... }:
{
  services.tailscale.enable = true;
}
