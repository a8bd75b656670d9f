# The tailnet's client on the command line. Who logs in, and where, is never written here.
{ pkgs, ... }:
{
  home.packages = [ pkgs.tailscale ];
}
